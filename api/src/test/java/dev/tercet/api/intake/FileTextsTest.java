package dev.tercet.api.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.RefusedRequest;
import dev.tercet.pipeline.document.DocumentFile;
import dev.tercet.pipeline.document.ReadOutcome;
import io.micronaut.http.HttpRequest;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class FileTextsTest {
  private static final DocumentFile FILE =
      new DocumentFile("a.txt", "", 0, InputStream::nullInputStream);

  @Test
  void blamesTheDiskAndNotTheFileWhenThereIsNoRoomForReading() {
    var texts = new FileTexts(_ -> new ReadOutcome.NoRoom());

    assertThatThrownBy(() -> texts.read(HttpRequest.GET("/"), FILE, "/file"))
        .isInstanceOfSatisfying(
            RefusedRequest.class,
            it -> {
              assertThat(it.problem().code()).isEqualTo(ProblemCode.DISK_FULL);
              assertThat(it.problem().retryAfterSeconds()).isPositive();
            });
  }
}
