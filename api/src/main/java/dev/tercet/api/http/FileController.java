package dev.tercet.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.intake.Body;
import dev.tercet.api.intake.DocumentBody;
import dev.tercet.api.intake.FileTexts;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.intake.Intake;
import dev.tercet.api.intake.Intake.Taken;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.shape.Json;
import dev.tercet.pipeline.accept.Draft;
import dev.tercet.pipeline.document.DocumentFile;
import dev.tercet.pipeline.document.Reading;
import dev.tercet.saga.Project;
import dev.tercet.saga.QueueName;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Part;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.multipart.CompletedFileUpload;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;

/** Takes a file and extracts its text. */
@Controller("/projects/{project}/extractions")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FileController {
  private final Addressed addressed;
  private final Intake intake;
  private final InFlight inFlight;
  private final FileTexts texts;
  private final Patience patience;

  FileController(
      Addressed addressed, Intake intake, InFlight inFlight, FileTexts texts, Patience patience) {
    this.addressed = addressed;
    this.intake = intake;
    this.inFlight = inFlight;
    this.texts = texts;
    this.patience = patience;
  }

  @Post
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  CompletionStage<HttpResponse<?>> file(
      HttpRequest<?> request,
      String project,
      @Nullable CompletedFileUpload file,
      @Nullable @Part("source") String source,
      @Nullable @Part("metadata") String metadata,
      @Nullable @Part("queue") String queue,
      @Nullable @Part("runAt") String runAt) {
    Duration longest = Parameters.of(request, "wait").patience();
    Project in = addressed.project(request, project);
    if (file == null) {
      throw invalid("/file", "a part named file, with a file name, is needed");
    }
    if (file.getSize() > Body.DOCUMENT_LIMIT) {
      throw Body.tooLarge(Body.DOCUMENT_LIMIT);
    }
    String name = file.getFilename();
    Taken taken;
    try (var _ = inFlight.reserve(file.getSize())) {
      Reading.Text read = texts.read(request, document(name, file), "/file");
      Draft draft =
          new Draft(
              source == null ? name : source,
              read.text(),
              metadata == null ? null : metadata(metadata),
              queue == null ? QueueName.DEFAULT : queue(queue),
              runAt == null ? null : DocumentBody.instant(runAt),
              null,
              read.warnings());
      taken = intake.take(in, draft);
    }
    return patience
        .untilEnded(request, in, taken, longest)
        .thenApply(it -> AcceptController.answer(it, project));
  }

  private static DocumentFile document(String name, CompletedFileUpload file) {
    String declared = file.getContentType().map(MediaType::toString).orElse("");
    return new DocumentFile(name, declared, (int) file.getSize(), file::getInputStream);
  }

  private static String metadata(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    JsonNode json = Json.read(bytes, 0, bytes.length);
    if (!json.isObject()) {
      throw invalid("/metadata", "must be a JSON object");
    }
    return text;
  }

  private static QueueName queue(String label) {
    return Arrays.stream(QueueName.values())
        .filter(it -> it.label().equals(label))
        .findFirst()
        .orElseThrow(() -> invalid("/queue", "must be critical, default or low"));
  }

  private static RuntimeException invalid(String pointer, String detail) {
    return Problem.at(ProblemCode.INVALID_BODY, pointer, detail).refusal();
  }
}
