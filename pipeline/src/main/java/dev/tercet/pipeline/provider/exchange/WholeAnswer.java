package dev.tercet.pipeline.provider.exchange;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An answer that is awaited to its last byte, with one deadline for all of it: the client's own
 * ends with the headers. Whoever gives up hangs up.
 */
public final class WholeAnswer {
  private WholeAnswer() {}

  /**
   * Sends the request and waits. Throws {@link HttpTimeoutException} when the answer is not whole
   * in time, what broke the connection, and {@link AbandonedException} when interrupted.
   */
  public static <T> HttpResponse<T> within(
      Duration longest, HttpClient http, HttpRequest request, BodyHandler<T> handler)
      throws IOException {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
    try {
      return answer.get(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      var timedOut = new HttpTimeoutException("no whole answer within " + longest);
      timedOut.initCause(e);
      throw timedOut;
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new AbandonedException("interrupted while the provider answered", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException broken ? broken : new IOException(e);
    }
  }
}
