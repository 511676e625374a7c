package dev.tercet.api.http.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.http.AddressedResource;
import dev.tercet.api.http.Answers;
import dev.tercet.api.http.Parameters;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.security.Caller;
import dev.tercet.api.services.Services;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.DeadLetters;
import dev.tercet.saga.port.DeadLetters.Cause;
import dev.tercet.saga.port.DeadLetters.GroupPage;
import dev.tercet.saga.port.DeadLetters.Letter;
import dev.tercet.saga.port.DeadLetters.Wanted;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** What has failed and waits for a person, over all projects of the caller. */
@Controller("/dead-letters")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DeadLettersController {
  private static final int MOST_EXCHANGES = 20;

  private final Services.Source services;
  private final AddressedResource addressed;

  DeadLettersController(Services.Source services, AddressedResource addressed) {
    this.services = services;
    this.addressed = addressed;
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    Parameters parameters = Parameters.of(request, "project", "code", "class", "limit", "cursor");
    int limit = parameters.limit();
    String slug = parameters.text("project");
    @Nullable Cause after = CausePlace.read(parameters.cursor());
    var wanted =
        new Wanted(
            Caller.of(request).tenant(),
            slug == null ? null : addressed.project(request, slug).id(),
            parameters.text("code"),
            parameters.choice("class", FailureClass.class),
            null,
            null,
            true);
    GroupPage found = services.get().deadLetters().groups(wanted, after, limit);
    ObjectNode page = Answers.page(found.groups(), LetterView::of);
    Cause next = found.next();
    if (next != null) {
      page.put("next", CausePlace.write(next));
    }
    return Answers.ok(page);
  }

  @Get("/{id}")
  HttpResponse<?> one(HttpRequest<?> request, String id) {
    Parameters.of(request);
    Letter letter = found(request, id);
    if (letter.extraction().status() != Status.FAILED) {
      throw Problem.of(
              ProblemCode.NO_SUCH_EXTRACTION,
              "the extraction " + id + " has not failed; it is " + status(letter))
          .refusal();
    }
    DeadLetters letters = services.get().deadLetters();
    return Answers.ok(
        LetterView.of(
            letter,
            letters.exchanges(
                letter.extraction().project(), letter.extraction().id(), MOST_EXCHANGES)));
  }

  @Post("/{id}/redrive")
  @Consumes(MediaType.ALL)
  HttpResponse<?> redrive(HttpRequest<?> request, String id) {
    Parameters.of(request);
    Letter letter = found(request, id);
    if (letter.extraction().status() != Status.FAILED) {
      throw forbidden(status(letter));
    }
    Services with = services.get();
    Outcome outcome =
        with.extractions().retry(letter.extraction().project(), letter.extraction().id());
    return switch (outcome) {
      case Outcome.Changed(Extraction extraction) -> {
        with.relay().hand(extraction);
        yield Answers.json(HttpStatus.ACCEPTED, Answers.extraction(extraction, letter.slug()));
      }
      case Outcome.Refused(Status status) -> throw forbidden(status.label());
      case Outcome.Absent() -> throw AddressedResource.absent(id);
    };
  }

  private Letter found(HttpRequest<?> request, String id) {
    return services
        .get()
        .deadLetters()
        .find(Caller.of(request).tenant(), AddressedResource.id(id))
        .orElseThrow(() -> AddressedResource.absent(id));
  }

  private static String status(Letter letter) {
    return letter.extraction().status().label();
  }

  private static RuntimeException forbidden(String status) {
    return Problem.of(
            ProblemCode.STATUS_FORBIDS, "an extraction that is " + status + " cannot be redriven")
        .refusal();
  }
}
