package dev.tercet.reader;

/**
 * The bounds of one file.
 *
 * @param textBytes of its text in UTF-8
 * @param embeddedFiles that are looked at, at all depths together
 * @param embeddedDepth how deep a file may lie in others
 * @param embeddedBytes of one embedded file, unpacked
 */
record ReadLimits(int textBytes, int embeddedFiles, int embeddedDepth, long embeddedBytes) {
  /** The usual ones with this limit of text. */
  static ReadLimits ofText(int textBytes) {
    return new ReadLimits(textBytes, 1_000, 5, 64L << 20);
  }
}
