/** The file as the program gets it. Throws where a package is another one than is known here. */
export declare const change: (name: string, contents: string) => string;
