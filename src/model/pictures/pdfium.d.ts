/** What is used of PDFium's wrapper, so that the types hold also where the package is not installed yet. */
declare module '@hyzyla/pdfium' {
  interface Bitmap {
    readonly data: Uint8Array;
    readonly width: number;
    readonly height: number;
  }
  interface Page {
    /** Points: 1/72 inch. */
    getOriginalSize(): { readonly originalWidth: number; readonly originalHeight: number };
    render(options: {
      readonly scale: number;
      readonly renderFormFields: boolean;
      readonly render: (bitmap: Bitmap) => Promise<Uint8Array>;
    }): Promise<Bitmap>;
  }
  interface Document {
    getPageCount(): number;
    /** @param index from 0 */
    getPage(index: number): Page;
    initializeFormFields(): number;
    destroy(): void;
  }
  export class PDFiumLibrary {
    static init(): Promise<PDFiumLibrary>;
    loadDocument(bytes: Uint8Array, password?: string): Promise<Document>;
    destroy(): void;
  }
}
