#!/usr/bin/env node
import {enableCompileCache} from './cli/compile-cache.ts';

enableCompileCache();
// Whatever is loaded from now on is taken from there.
void import('./cli.ts');
