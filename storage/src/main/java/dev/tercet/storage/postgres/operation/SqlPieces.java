package dev.tercet.storage.postgres.operation;

import java.util.Map;

/**
 * Puts parts that several statements share into one that names them in braces. It comes before
 * {@link StatusSql#of}, which puts in its own pieces and refuses every name that it does not know.
 */
public final class SqlPieces {
  private SqlPieces() {}

  /** The statement with these pieces in place; what other names stand in braces stays. */
  public static String in(String statement, Map<String, String> pieces) {
    String whole = statement;
    for (Map.Entry<String, String> piece : pieces.entrySet()) {
      String name = "{" + piece.getKey() + "}";
      if (!whole.contains(name)) {
        throw new IllegalArgumentException("the statement names no " + name);
      }
      whole = whole.replace(name, piece.getValue());
    }
    return whole;
  }
}
