package dev.tercet.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.Http;
import dev.tercet.api.ServerInMemory;
import dev.tercet.saga.Project;
import dev.tercet.saga.port.ProjectStore;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What another process does to a project that this one has posted to before. */
class ChangedElsewhereTest {
  private static final String LETTER = "{\"source\":\"a letter\",\"text\":\"Dear Sir\"}";

  private final ServerInMemory server = new ServerInMemory();
  private final Http http = new Http(server.uri());
  private final ProjectStore elsewhere = server.stores().projects();

  @BeforeEach
  void postedOnce() {
    assertThat(http.json("PUT", "/projects/p", "{}").statusCode()).isEqualTo(201);
    assertThat(post().statusCode()).isEqualTo(202);
    assertThat(post().statusCode()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private HttpResponse<String> post() {
    return http.json("POST", "/projects/p/extractions", LETTER);
  }

  private Project project() {
    return elsewhere.find("default", "p").orElseThrow();
  }

  @Test
  void aChangedProjectTakesTheSameDocumentAgain() {
    Project before = project();
    elsewhere.put("default", "p", before.schema(), "{\"model\":\"another\"}");

    HttpResponse<String> posted = post();

    assertThat(posted.statusCode()).isEqualTo(202);
    assertThat(Http.tree(posted).get("generation").asInt()).isEqualTo(2);
    assertThat(post().statusCode()).isEqualTo(200);
  }

  @Test
  void aDeletedProjectIsAbsent() {
    elsewhere.delete(project().id());

    assertThat(Http.tree(post()).get("code").asText()).isEqualTo("no-such-project");
  }

  @Test
  void aProjectThatWasCreatedAnewTakesWhatIsPosted() {
    Project former = project();
    elsewhere.delete(former.id());
    elsewhere.put("default", "p", former.schema(), former.options());

    HttpResponse<String> posted = http.json("POST", "/projects/p/extractions?wait=0s", LETTER);

    assertThat(posted.statusCode()).isEqualTo(202);
    assertThat(Http.tree(posted).get("generation").asInt()).isEqualTo(1);
    assertThat(http.get("/projects/p/extractions/" + Http.tree(posted).get("id").asText()))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(200);
  }
}
