package dev.tercet.embedded.qdrant;

/**
 * Where the running vector store answers.
 *
 * @param port the gRPC port
 * @param apiKey the key that every call has to bring
 */
public record QdrantAddress(String host, int port, String apiKey) {
  /** Leaves the key out, so that an address may be logged. */
  @Override
  public String toString() {
    return "QdrantAddress[" + host + ":" + port + "]";
  }
}
