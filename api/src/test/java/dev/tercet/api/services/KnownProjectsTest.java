package dev.tercet.api.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.api.StoresInMemory;
import dev.tercet.saga.Project;
import dev.tercet.saga.port.ProjectStore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KnownProjectsTest {
  private final Services services = new StoresInMemory().services();
  private final ProjectStore projects = services.projects();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicLong nanoTime = new AtomicLong();
  private final KnownProjects known =
      new KnownProjects(
          () -> {
            looks.incrementAndGet();
            return services;
          },
          nanoTime::get);

  private Project put(String tenant, String slug, String schema) {
    return projects.put(tenant, slug, schema, "{}").project();
  }

  @Test
  void looksOnceUntilAMinuteIsOver() {
    Project project = put("one", "p", "{}");
    assertThat(known.find("one", "p")).contains(project);
    nanoTime.set(KnownProjects.LONGEST.toNanos());
    assertThat(known.find("one", "p")).contains(project);
    assertThat(looks).hasValue(1);

    nanoTime.incrementAndGet();
    assertThat(known.find("one", "p")).contains(project);
    assertThat(looks).hasValue(2);
  }

  @Test
  void keepsTenantsApart() {
    Project mine = put("one", "p", "{}");
    Project yours = put("another", "p", "{}");

    assertThat(known.find("one", "p")).contains(mine);
    assertThat(known.find("another", "p")).contains(yours);
    assertThat(known.find("a third", "p")).isEmpty();
  }

  @Test
  void keepsWhatWasUsedLastWithinItsBound() {
    String large = "{\"description\":\"" + "x".repeat(KnownProjects.MOST_CHARACTERS / 3) + "\"}";
    put("one", "a", large);
    put("one", "b", large);
    put("one", "c", large);
    known.find("one", "a");
    known.find("one", "b");
    known.find("one", "a");
    known.find("one", "c");
    assertThat(looks).hasValue(3);

    known.find("one", "a");
    known.find("one", "c");
    assertThat(looks).hasValue(3);
    known.find("one", "b");
    assertThat(looks).hasValue(4);
  }

  @Test
  void takesTheNewerOfWhatItKnowsAndWhatIsGiven() {
    Project first = put("one", "p", "{}");
    known.find("one", "p");
    Project second = put("one", "p", "{\"type\":\"object\"}");
    assertThat(known.latest(second)).isEqualTo(second);

    known.findAgain("one", "p");
    assertThat(known.latest(first)).isEqualTo(second);
  }
}
