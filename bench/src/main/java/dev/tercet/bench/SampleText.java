package dev.tercet.bench;

import dev.tercet.cli.bench.load.Letters;

/** Texts of the two sizes that are measured. */
public enum SampleText {
  /** The letter of {@code tercet bench}: 950 bytes, one passage. */
  LETTER(1),

  /** Such letters in one document: 60 KB, 63 passages. */
  REPORT(63);

  private final int passages;

  SampleText(int passages) {
    this.passages = passages;
  }

  /** The text, the same at every call. */
  public String text() {
    return Letters.text(1, passages);
  }
}
