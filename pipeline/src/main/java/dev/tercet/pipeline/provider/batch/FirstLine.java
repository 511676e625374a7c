package dev.tercet.pipeline.provider.batch;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Takes the first line of a body, and hangs up; empty when it is too long. */
final class FirstLine implements BodySubscriber<Optional<String>> {
  private final CompletableFuture<Optional<String>> body = new CompletableFuture<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private @Nullable Subscription subscription;

  @Override
  public CompletionStage<Optional<String>> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription newSubscription) {
    subscription = newSubscription;
    newSubscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          end(Optional.of(line.toString(StandardCharsets.UTF_8)));
          return;
        }
        if (line.size() >= ResultLines.LONGEST) {
          end(Optional.empty());
          return;
        }
        line.write(next);
      }
    }
    if (subscription != null) {
      subscription.request(1);
    }
  }

  private void end(Optional<String> read) {
    body.complete(read);
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onError(Throwable thrown) {
    body.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    body.complete(Optional.of(line.toString(StandardCharsets.UTF_8)));
  }
}
