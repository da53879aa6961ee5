export { createListReporter, type ListOptions, type ListReporter } from './list.js';
export { harmless, wantsColour } from './terminal.js';
