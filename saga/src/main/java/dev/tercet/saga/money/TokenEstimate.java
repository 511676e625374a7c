package dev.tercet.saga.money;

import dev.tercet.saga.Usage;

/** How many tokens a call may take, before it is made. */
public final class TokenEstimate {
  /** Characters of a token are so many halves: 3.5 of them. */
  private static final int HALVES = 7;

  /** What the instructions take beside the schema. */
  private static final int INSTRUCTIONS = 300;

  private TokenEstimate() {}

  /** Of a question about that passage: the answer is taken to be as long as it. */
  public static Usage of(String schema, String passage) {
    long words = tokens(passage);
    return new Usage(1, INSTRUCTIONS + tokens(schema) + words, words);
  }

  private static long tokens(String text) {
    return Math.ceilDiv(2L * text.length(), HALVES);
  }
}
