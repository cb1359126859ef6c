#!/usr/bin/env node
import {enableCompileCache} from './cli/compile-cache.ts';

enableCompileCache();
// Everything loaded from here on comes from the cache.
void import('./cli.ts');
