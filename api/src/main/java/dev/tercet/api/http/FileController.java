package dev.tercet.api.http;

import dev.tercet.api.intake.DocumentBody;
import dev.tercet.api.intake.FilePart;
import dev.tercet.api.intake.FileStream;
import dev.tercet.api.intake.FileTexts;
import dev.tercet.api.intake.Form;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.intake.Intake;
import dev.tercet.api.intake.LineStream;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.problem.RefusedRequest;
import dev.tercet.api.shape.Json;
import dev.tercet.pipeline.document.DocumentFile;
import dev.tercet.pipeline.document.ReadOutcome;
import dev.tercet.saga.Acceptance.Taken;
import dev.tercet.saga.Document;
import dev.tercet.saga.Project;
import dev.tercet.saga.queue.QueueName;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Takes files and extracts their texts: one as a document, several as many, each with a line. */
@Controller("/projects/{project}/extractions")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FileController {
  /** How long a text that was read waits for memory. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AddressedResource addressed;
  private final Intake intake;
  private final InFlight inFlight;
  private final FileTexts texts;
  private final AwaitEndOfExtraction patience;
  private final ExecutorService threads;

  FileController(
      AddressedResource addressed,
      Intake intake,
      InFlight inFlight,
      FileTexts texts,
      AwaitEndOfExtraction patience,
      @Named(TaskExecutors.BLOCKING) ExecutorService threads) {
    this.addressed = addressed;
    this.intake = intake;
    this.inFlight = inFlight;
    this.texts = texts;
    this.patience = patience;
    this.threads = threads;
  }

  /** What all files of a form have in common. */
  private record Fields(String metadata, QueueName queue, @Nullable Instant runAt) {
    static Fields of(Form form) {
      String queue = form.field("queue");
      String runAt = form.field("runAt");
      return new Fields(
          checked(form.field("metadata")),
          queue == null ? QueueName.DEFAULT : named(queue),
          runAt == null ? null : DocumentBody.instant(runAt));
    }

    Document document(String source, ReadOutcome.Text read) {
      return new Document(source, read.text(), metadata, queue, runAt, null, read.warnings());
    }
  }

  @Post
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Produces({MediaType.APPLICATION_JSON, LineStream.NDJSON})
  CompletionStage<HttpResponse<?>> files(HttpRequest<?> request, String project) {
    Duration longest = Parameters.of(request, "wait").patience();
    Project in = addressed.project(request, project);
    intake.expectRoom();
    Form form = Form.read(request, inFlight);
    boolean handedOver = false;
    try {
      Fields fields = Fields.of(form);
      String source = form.field("source");
      if (form.files().size() == 1) {
        FilePart file = form.files().getFirst();
        Taken taken = take(request, in, fields, source(source, file), file);
        return patience
            .untilEnded(request, taken, longest)
            .thenApply(it -> AcceptController.answer(taken, it, project));
      }
      check(form, longest);
      HttpResponse<?> answers = several(request, in, fields, form);
      handedOver = true;
      return CompletableFuture.completedFuture(answers);
    } finally {
      if (!handedOver) {
        form.close();
      }
    }
  }

  /** Refuses what makes no sense for several files, or for none. */
  private static void check(Form form, Duration longest) {
    if (form.files().isEmpty()) {
      throw invalid("/file", "a part named file is needed");
    }
    if (form.field("source") != null) {
      throw invalid("/source", "of several files each is called by its file name");
    }
    if (longest.isPositive()) {
      throw Problem.of(
              ProblemCode.INVALID_PARAMETER, "wait is for one file; several are answered by lines")
          .refusal();
    }
  }

  private HttpResponse<?> several(HttpRequest<?> request, Project in, Fields fields, Form form) {
    var stream =
        new FileStream(
            form, file -> take(request, in, fields, String.valueOf(file.name()), file), inFlight);
    return HttpResponse.accepted()
        .contentType(MediaType.of(LineStream.NDJSON))
        .body(stream.start(threads));
  }

  private static String source(@Nullable String given, FilePart file) {
    String source = given == null ? file.name() : given;
    if (source == null) {
      throw invalid("/source", "a file without a file name needs the part source");
    }
    return source;
  }

  /** Once it is read, the text counts as in flight and not the file. */
  private Taken take(
      HttpRequest<?> request, Project in, Fields fields, String source, FilePart file) {
    String name = file.name() == null ? source : file.name();
    ReadOutcome.Text read;
    try (file) {
      var document = new DocumentFile(name, file.type(), file.size(), file::open);
      read = texts.read(request, document, "/file");
    }
    try (InFlight.Share memory = inFlight.none()) {
      memory.awaitGrowthTo(read.text().length(), PATIENCE);
      return intake.take(in, fields.document(source, read));
    }
  }

  private static String checked(@Nullable String metadata) {
    if (metadata == null) {
      return Document.NO_METADATA;
    }
    byte[] bytes = metadata.getBytes(StandardCharsets.UTF_8);
    try {
      if (!Json.read(bytes, 0, bytes.length).isObject()) {
        throw invalid("", "must be a JSON object");
      }
    } catch (RefusedRequest e) {
      String inside = Objects.requireNonNullElse(e.problem().pointer(), "");
      throw Problem.at(e.problem().code(), "/metadata" + inside, e.problem().detail()).refusal();
    }
    return metadata;
  }

  private static QueueName named(String label) {
    return Arrays.stream(QueueName.values())
        .filter(it -> it.label().equals(label))
        .findFirst()
        .orElseThrow(() -> invalid("/queue", "must be critical, default or low"));
  }

  private static RuntimeException invalid(String pointer, String detail) {
    return Problem.at(ProblemCode.INVALID_BODY, pointer, detail).refusal();
  }
}
