package dev.tercet.embedded.postgres;

/**
 * Where the running Postgres answers.
 *
 * @param url a JDBC URL without driver parameters
 */
public record PostgresAddress(String url, String username, String password) {
  /** Leaves the password out, so that an address may be logged. */
  @Override
  public String toString() {
    return "PostgresAddress[" + url + ", " + username + "]";
  }
}
