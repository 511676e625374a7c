package dev.tercet.embedded;

/**
 * Where the running vector engine answers.
 *
 * @param port the gRPC port; there is no other
 */
public record QdrantAddress(String host, int port) {}
