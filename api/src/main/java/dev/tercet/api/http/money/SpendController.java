package dev.tercet.api.http.money;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.api.http.AddressedResource;
import dev.tercet.api.http.Answers;
import dev.tercet.api.http.Cursor;
import dev.tercet.api.http.Parameters;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.security.Caller;
import dev.tercet.api.services.Services;
import dev.tercet.saga.Usage;
import dev.tercet.saga.money.SpendReader.Asked;
import dev.tercet.saga.money.SpendReader.By;
import dev.tercet.saga.money.SpendReader.Sum;
import dev.tercet.saga.money.SpendReader.SumKey;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the caller's tenant has spent on asking models. */
@Controller("/spend")
@Requires(property = "tercet.serve.api", value = "true")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SpendController {
  private static final int USUAL_DAYS = 30;
  private static final int MOST_DAYS = 366;

  /** Stands between the parts of a place, and in no name. */
  private static final String SEPARATOR = "\u001f";

  private final Services.Source services;
  private final AddressedResource addressed;

  SpendController(Services.Source services, AddressedResource addressed) {
    this.services = services;
    this.addressed = addressed;
  }

  @Get
  HttpResponse<?> list(HttpRequest<?> request) {
    Parameters parameters =
        Parameters.of(request, "by", "from", "to", "project", "limit", "cursor");
    int limit = parameters.limit();
    By by = parameters.choice("by", By.class);
    if (by == null) {
      throw refusal("by", "by is one of project, model, day");
    }
    LocalDate last = day(parameters, "to");
    LocalDate to = last == null ? services.get().spend().today() : last;
    LocalDate first = day(parameters, "from");
    LocalDate from = first == null ? to.minusDays(USUAL_DAYS - 1) : first;
    if (from.isAfter(to) || ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
      throw refusal(
          "from", "from is not after to, and at most " + MOST_DAYS + " days are asked for");
    }
    String slug = parameters.text("project");
    SumKey after = key(Cursor.SPEND.read(parameters.cursor(), SEPARATOR));
    List<Sum> found =
        services
            .get()
            .spend()
            .list(
                new Asked(
                    Caller.of(request).tenant(),
                    slug == null ? null : addressed.project(request, slug).id(),
                    by,
                    from,
                    to),
                after,
                limit + 1);
    ObjectNode page =
        Answers.page(found, limit, it -> view(by, it), it -> Cursor.SPEND.write(place(it.key())));
    return Answers.ok(page.put("from", from.toString()).put("to", to.toString()));
  }

  private static @Nullable LocalDate day(Parameters parameters, String name) {
    String day = parameters.text(name);
    if (day == null) {
      return null;
    }
    try {
      LocalDate read = LocalDate.parse(day);
      if (read.getYear() >= 2000 && read.getYear() < 10_000) {
        return read;
      }
    } catch (DateTimeException e) {
      throw noDay(name);
    }
    throw noDay(name);
  }

  private static RuntimeException noDay(String name) {
    return refusal(name, name + " is a day (UTC) such as 2026-11-30");
  }

  private static RuntimeException refusal(String name, String detail) {
    return Problem.at(ProblemCode.INVALID_PARAMETER, "?" + name, detail).refusal();
  }

  private static String place(SumKey key) {
    return key.of() + SEPARATOR + key.model();
  }

  private static SumKey key(String place) {
    int end = place.indexOf(SEPARATOR);
    return new SumKey(place.substring(0, end), place.substring(end + 1));
  }

  private static ObjectNode view(By by, Sum sum) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    switch (by) {
      case DAY -> view.put("day", sum.key().of());
      case MODEL -> view.put("provider", sum.key().of()).put("model", sum.key().model());
      case PROJECT -> {
        if (sum.slug() != null) {
          view.put("project", sum.slug());
        }
        view.put("projectId", sum.key().of());
      }
    }
    Usage usage = sum.usage();
    view.put("calls", usage.calls())
        .put("inputTokens", Long.toString(usage.inputTokens()))
        .put("cachedTokens", Long.toString(usage.cachedTokens()))
        .put("writtenTokens", Long.toString(usage.writtenTokens()))
        .put("outputTokens", Long.toString(usage.outputTokens()))
        .put("reasoningTokens", Long.toString(usage.reasoningTokens()));
    ArrayNode costs = view.putArray("costs");
    sum.costs().forEach(it -> MoneyView.fill(costs.addObject(), it));
    return view.put("unpricedCalls", sum.unpriced());
  }
}
