#!/usr/bin/env node
import {keepCompiled} from './cli/compile-cache.ts';

keepCompiled();
// Whatever is loaded from now on is taken from there.
void import('./cli.ts');
