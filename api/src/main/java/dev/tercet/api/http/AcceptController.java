package dev.tercet.api.http;

import dev.tercet.api.intake.Body;
import dev.tercet.api.intake.DocumentBody;
import dev.tercet.api.intake.InFlight;
import dev.tercet.api.intake.Intake;
import dev.tercet.api.intake.LineStream;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.saga.Acceptance.Accepted;
import dev.tercet.saga.Acceptance.Existing;
import dev.tercet.saga.Acceptance.Taken;
import dev.tercet.saga.Document;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.id.Fingerprint;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Takes documents: one as JSON, many as NDJSON. */
@Controller("/projects/{project}/extractions")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class AcceptController {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final AddressedResource addressed;
  private final Intake intake;
  private final InFlight inFlight;
  private final AwaitEndOfExtraction patience;
  private final ExecutorService threads;

  AcceptController(
      AddressedResource addressed,
      Intake intake,
      InFlight inFlight,
      AwaitEndOfExtraction patience,
      @Named(TaskExecutors.BLOCKING) ExecutorService threads) {
    this.addressed = addressed;
    this.intake = intake;
    this.inFlight = inFlight;
    this.patience = patience;
    this.threads = threads;
  }

  @Post
  @Consumes(MediaType.APPLICATION_JSON)
  CompletionStage<HttpResponse<?>> one(HttpRequest<?> request, String project) {
    Duration longest = Parameters.of(request, "wait").patience();
    Project in = addressed.knownProject(request, project);
    intake.expectRoom();
    Taken taken = take(request, in);
    return patience.untilEnded(request, taken, longest).thenApply(it -> answer(taken, it, project));
  }

  /** The body's memory is free again before anybody waits. */
  private Taken take(HttpRequest<?> request, Project in) {
    try (Body body = Body.read(request, Body.DOCUMENT_LIMIT, inFlight)) {
      return intake.take(
          in, DocumentBody.read(body.bytes(), body.length(), idempotency(request, body)));
    }
  }

  @Post
  @Consumes(LineStream.NDJSON)
  @Produces(LineStream.NDJSON)
  HttpResponse<?> many(HttpRequest<?> request, String project) {
    Parameters.of(request);
    if (request.getHeaders().contains(IDEMPOTENCY_KEY)) {
      throw Problem.of(
              ProblemCode.IDEMPOTENCY_KEY_INVALID,
              "Idempotency-Key is for one document; lines are recognised by their content")
          .refusal();
    }
    Project in = addressed.project(request, project);
    intake.expectRoom();
    var answers =
        new LineStream(in, intake, inFlight, threads, LineStream.MOST_LINES).start(stream(request));
    return HttpResponse.accepted().contentType(MediaType.of(LineStream.NDJSON)).body(answers);
  }

  private static InputStream stream(HttpRequest<?> request) {
    try {
      return Body.stream(request);
    } catch (IOException e) {
      throw Body.broken(e);
    }
  }

  /** What was taken, as it stands now. */
  static HttpResponse<?> answer(Taken taken, Extraction now, String project) {
    var view = ExtractionView.of(now, project);
    return switch (taken) {
      case Accepted _ ->
          Answers.json(HttpStatus.ACCEPTED, view)
              .header("Location", "/projects/" + project + "/extractions/" + now.id());
      case Existing _ -> Answers.json(HttpStatus.OK, view);
    };
  }

  private static Document.@Nullable Idempotency idempotency(HttpRequest<?> request, Body body) {
    String key = request.getHeaders().get(IDEMPOTENCY_KEY);
    return key == null ? null : new Document.Idempotency(key, hash(body));
  }

  private static Fingerprint hash(Body body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(body.bytes(), 0, body.length());
      return Fingerprint.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
