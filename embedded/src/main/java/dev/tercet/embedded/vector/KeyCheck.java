package dev.tercet.embedded.vector;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those in who know the key, as Qdrant does: in the header {@code api-key}, otherwise as
 * the bearer's token.
 */
final class KeyCheck implements ServerInterceptor {
  private static final Metadata.Key<String> API_KEY =
      Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  private final byte[] key;

  KeyCheck(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("An empty key would let everybody in");
    }
    this.key = bytes(key);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    @Nullable String given = given(headers);
    if (given != null && MessageDigest.isEqual(key, bytes(given))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            given == null
                ? "Must provide an API key or an Authorization bearer token"
                : "Invalid API key or JWT"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static @Nullable String given(Metadata headers) {
    @Nullable String direct = headers.get(API_KEY);
    if (direct != null) {
      return direct;
    }
    @Nullable String authorization = headers.get(AUTHORIZATION);
    return authorization != null && authorization.startsWith(BEARER)
        ? authorization.substring(BEARER.length())
        : null;
  }

  private static byte[] bytes(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }
}
