package dev.tercet.api.http.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.saga.schedule.Firing;
import dev.tercet.saga.schedule.ScheduleStore;
import dev.tercet.saga.schedule.ScheduledAction;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulesTest {
  private static final UUID RUN = new UUID(5, 5);
  private static final String NIGHTLY =
      "{\"cron\":\"0  3 * * *\",\"zone\":\"Europe/Berlin\",\"action\":\"purge\"}";
  private static final String RETRY =
      "{\"cron\":\"*/5 * * * *\",\"zone\":\"UTC\",\"action\":\"retry\",\"project\":\"letters\"}";

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());

  @BeforeEach
  void haveAProject() {
    http.json("PUT", "/projects/letters", "{}");
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private HttpResponse<String> put(String name, String body) {
    return http.json("PUT", "/schedules/" + name, body);
  }

  private JsonNode get(String address) {
    return Http.tree(http.get(address));
  }

  @Test
  void makesShowsAndDeletesThem() {
    Instant now = server.stores().services().schedules().now();
    HttpResponse<String> made = put("nightly", NIGHTLY);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("Location")).contains("/schedules/nightly");
    JsonNode nightly = Http.tree(made);
    assertThat(nightly.path("cron").asText()).isEqualTo("0 3 * * *");
    assertThat(nightly.path("zone").asText()).isEqualTo("Europe/Berlin");
    assertThat(nightly.path("action").asText()).isEqualTo("purge");
    assertThat(Instant.parse(nightly.path("nextAt").asText()))
        .isBetween(now, now.plus(Duration.ofHours(26)));
    assertThat(nightly.has("last") || nightly.has("project")).isFalse();

    assertThat(put("again", RETRY).statusCode()).isEqualTo(201);
    assertThat(put("nightly", NIGHTLY).statusCode()).isEqualTo(200);
    JsonNode items = get("/schedules").path("items");
    assertThat(items).hasSize(2);
    assertThat(items.get(0).path("project").asText()).isEqualTo("letters");
    assertThat(items.get(1)).isEqualTo(nightly).isEqualTo(get("/schedules/nightly"));

    HttpResponse<String> deleted = http.json("DELETE", "/schedules/nightly", "");
    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(Http.tree(deleted)).isEqualTo(nightly);
    assertThat(http.get("/schedules/nightly").statusCode()).isEqualTo(404);
    assertThat(get("/schedules").path("items")).hasSize(1);
  }

  @Test
  void isDueAtOnceWhenAPersonAsksForIt() {
    put("nightly", NIGHTLY);

    HttpResponse<String> run = http.json("POST", "/schedules/nightly/run", "");

    assertThat(run.statusCode()).isEqualTo(202);
    ScheduleStore store = server.stores().services().schedules();
    ScheduleStore.Due due = store.due(EnumSet.of(ScheduledAction.PURGE)).orElseThrow();
    store.fire(due, RUN, due.at().plusSeconds(60));
    store.ended(due, RUN, Firing.End.failed("no room"), Duration.ofMillis(1_500));
    JsonNode last = get("/schedules/nightly").path("last");
    assertThat(last.path("outcome").asText()).isEqualTo("failed");
    assertThat(last.path("error").asText()).isEqualTo("no room");
    assertThat(last.path("seconds").asDouble()).isEqualTo(1.5);
    assertThat(last.path("run").asText()).isEqualTo(RUN.toString());
    assertThat(last.has("at")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'zone':'UTC','action':'purge'}|invalid-body|/cron",
        "{'cron':'0 3 * * *','action':'purge'}|invalid-body|/zone",
        "{'cron':'0 3 * * *','zone':'UTC'}|invalid-body|/action",
        "{'cron':'0 3 * * *','zone':'UTC','action':'dance'}|invalid-body|/action",
        "{'cron':'0 3 * * *','zone':'UTC','action':'re-extract'}|unsupported|/action",
        "{'cron':'0 3 * * *','zone':'UTC','action':'export','project':'letters'}|unsupported|/action",
        "{'cron':'0 3 * * *','zone':'UTC','action':'purge','colour':1}|invalid-body|/colour",
        "{'cron':'0 3 * * *','zone':'UTC','action':'purge','project':'letters'}|invalid-body|/project",
        "{'cron':'0 3 * * *','zone':'UTC','action':'retry'}|invalid-body|/project",
        "{'cron':'0 3 * * *','zone':'Mars','action':'purge'}|invalid-body|/zone",
        "{'cron':'* * * * * *','zone':'UTC','action':'purge'}|invalid-body|/cron",
        "{'cron':'0 0 31 2 *','zone':'UTC','action':'purge'}|invalid-body|/cron",
        "{'cron':'a 0 31 2 *','zone':'UTC','action':'purge'}|invalid-body|/cron",
        "{'cron':7,'zone':'UTC','action':'purge'}|invalid-body|/cron",
        "{}|invalid-body|",
        "[]|invalid-body|"
      })
  void refusesWhatIsNoSchedule(String body, String code, String pointer) {
    HttpResponse<String> refusal = put("nightly", body.replace('\'', '"'));

    assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(422);
    assertThat(Http.tree(refusal).path("code").asText()).isEqualTo(code);
    if (pointer != null) {
      assertThat(Http.tree(refusal).path("pointer").asText()).isEqualTo(pointer);
    }
    assertThat(get("/schedules").path("items")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PUT,Nightly,422", "PUT,-a,422", "GET,Nightly,404", "GET,none,404"})
  void knowsNoOtherNames(String method, String name, int status) {
    assertThat(http.json(method, "/schedules/" + name, NIGHTLY).statusCode()).isEqualTo(status);
    assertThat(http.json("POST", "/schedules/" + name + "/run", "").statusCode()).isEqualTo(404);
    assertThat(http.json("DELETE", "/schedules/" + name, "").statusCode()).isEqualTo(404);
  }

  @Test
  void isOfAProjectThatIsThere() {
    assertThat(put("a", RETRY.replace("letters", "never")).statusCode()).isEqualTo(404);
    assertThat(put("a", RETRY).statusCode()).isEqualTo(201);
    http.json("DELETE", "/projects/letters", "");
    assertThat(http.get("/schedules/a").statusCode()).isEqualTo(404);
  }

  @Test
  void hasALimit() {
    for (int n = 0; n < ScheduleStore.MOST_OF_TENANT; n++) {
      assertThat(put("s" + n, NIGHTLY).statusCode()).isEqualTo(201);
    }
    HttpResponse<String> refusal = put("more", NIGHTLY);
    assertThat(refusal.statusCode()).isEqualTo(409);
    assertThat(Http.tree(refusal).path("code").asText()).isEqualTo("too-many-schedules");
    assertThat(put("s0", RETRY).statusCode()).isEqualTo(200);
  }
}
