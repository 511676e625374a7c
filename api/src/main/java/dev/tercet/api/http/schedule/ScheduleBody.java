package dev.tercet.api.http.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.problem.Problem;
import dev.tercet.api.problem.ProblemCode;
import dev.tercet.api.security.Caller;
import dev.tercet.api.services.CronTimes;
import dev.tercet.api.shape.BodyShape;
import dev.tercet.saga.schedule.Recurrence;
import dev.tercet.saga.schedule.ScheduledAction;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the body of a schedule asks for. */
record ScheduleBody(JsonNode body) {
  static final int LIMIT = 16 << 10;

  /** What nobody can schedule yet, and what does the same. */
  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "re-extract",
          "re-extraction is not there yet: post the documents again, which makes new versions",
          "export",
          "exports are not there yet: read GET /projects/{project}/extractions page by page");

  /** Refuses what has another shape. */
  static ScheduleBody of(JsonNode body) {
    String action = body.path("action").asText();
    String instead = UNSUPPORTED.get(action);
    if (instead != null) {
      throw Problem.at(ProblemCode.UNSUPPORTED, "/action", instead).refusal();
    }
    BodyShape.SCHEDULE_PUT.check(body);
    return new ScheduleBody(body);
  }

  Recurrence recurrence() {
    String cron = body.path("cron").textValue();
    return new Recurrence(
        String.join(" ", cron.strip().split("\\s+", -1)), body.path("zone").textValue());
  }

  /** When it comes for the first time after that one. */
  Instant next(Instant after) {
    ZoneId zone;
    try {
      zone = CronTimes.zone(recurrence().zone());
    } catch (IllegalArgumentException e) {
      throw refusal("/zone", e);
    }
    try {
      return CronTimes.following(recurrence().cron(), zone, after);
    } catch (IllegalArgumentException e) {
      throw refusal("/cron", e);
    }
  }

  ScheduledAction action() {
    return ScheduledAction.ofLabel(body.path("action").textValue());
  }

  /** Its name; null for everything, which only the tenant asks for whose installation it is. */
  @Nullable String project(String tenant) {
    String project = body.path("project").textValue();
    ScheduledAction action = action();
    if (action == ScheduledAction.RETRY && project == null) {
      throw Problem.at(ProblemCode.INVALID_BODY, "/project", "a retry is of one project").refusal();
    }
    if (action == ScheduledAction.PURGE && project != null) {
      throw Problem.at(
              ProblemCode.INVALID_BODY,
              "/project",
              "retention goes by age, whatever the project: leave it out")
          .refusal();
    }
    if (project == null && !tenant.equals(Caller.DEFAULT_TENANT)) {
      throw Problem.at(ProblemCode.INVALID_BODY, "/project", "name a project of yours").refusal();
    }
    return project;
  }

  private static RuntimeException refusal(String pointer, IllegalArgumentException why) {
    String said = why.getMessage();
    return Problem.at(ProblemCode.INVALID_BODY, pointer, said == null ? why.toString() : said)
        .refusal();
  }
}
