package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ProjectStore;
import dev.tercet.saga.port.ProjectStore.Put;
import dev.tercet.saga.port.ProjectStore.Put.Created;
import dev.tercet.saga.port.ProjectStore.Put.Updated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store of projects must keep. */
public abstract class ProjectStoreContract extends OnLedger {
  private static final String SCHEMA = "{\"type\": \"object\", \"required\": [\"a\", \"b\"]}";
  private static final String OPTIONS = "{\"x\": 1, \"y\": {\"z\": null}}";

  @Test
  @DisplayName("API: a project that is put is there")
  void createsAProject() {
    Put put = projects().put("acme", "notes", SCHEMA, OPTIONS);

    assertThat(put).isInstanceOf(Created.class);
    Project project = put.project();
    assertThat(project.tenant()).isEqualTo("acme");
    assertThat(project.slug()).isEqualTo("notes");
    assertThat(project.version()).isEqualTo(1);
    assertThat(Json.tree(project.schema())).isEqualTo(Json.tree(SCHEMA));
    assertThat(Json.tree(project.options())).isEqualTo(Json.tree(OPTIONS));
    assertThat(projects().find("acme", "notes")).contains(project);
    assertThat(projects().find(project.id())).contains(project);
  }

  @Test
  @DisplayName("§1: putting it again keeps its id, and its version when nothing changed")
  void keepsTheVersionOfEqualJson() {
    Project first = projects().put("acme", "notes", SCHEMA, OPTIONS).project();

    Put again =
        projects()
            .put(
                "acme",
                "notes",
                "{ \"required\":[\"a\",\"b\"],\n\"type\":\"object\" }",
                "{\"y\":{\"z\":null},\"x\":1}");

    assertThat(again).isInstanceOf(Updated.class);
    assertThat(again.project().id()).isEqualTo(first.id());
    assertThat(again.project().version()).isEqualTo(1);
    assertThat(again.project().createdAt()).isEqualTo(first.createdAt());
  }

  @Test
  @DisplayName("§2: the version grows with every change of schema or options")
  void growsTheVersionWithEveryChange() {
    projects().put("acme", "notes", SCHEMA, OPTIONS);

    Put schema = projects().put("acme", "notes", "{\"required\": [\"b\", \"a\"]}", OPTIONS);
    Put options = projects().put("acme", "notes", "{\"required\": [\"b\", \"a\"]}", "{}");

    assertThat(schema.project().version()).isEqualTo(2);
    assertThat(options.project().version()).isEqualTo(3);
    assertThat(projects().find("acme", "notes"))
        .hasValueSatisfying(project -> {
          assertThat(project.version()).isEqualTo(3);
          assertThat(Json.tree(project.options())).isEqualTo(Json.tree("{}"));
        });
  }

  @Test
  @DisplayName("API: tenants do not see each other's projects")
  void keepsTenantsApart() {
    Project mine = projects().put("acme", "notes", SCHEMA, OPTIONS).project();

    Put theirs = projects().put("other", "notes", SCHEMA, OPTIONS);

    assertThat(theirs).isInstanceOf(Created.class);
    assertThat(theirs.project().id()).isNotEqualTo(mine.id());
    assertThat(projects().find("nobody", "notes")).isEmpty();
    assertThat(projects().list("other", "", 10)).containsExactly(theirs.project());
  }

  @Test
  @DisplayName("S3: one project put many times at once is created once")
  void createsOneOfManyEqualProjects() {
    List<Put> puts =
        Race.all(
            IntStream.range(0, 12)
                .<Callable<Put>>mapToObj(
                    _ -> () -> projects().put("acme", "notes", SCHEMA, OPTIONS))
                .toList());

    assertThat(puts).filteredOn(Created.class::isInstance).hasSize(1);
    assertThat(puts.stream().map(put -> put.project().id()).distinct()).hasSize(1);
  }

  @Test
  @DisplayName("S7: projects are listed by name, page after page")
  void listsByName() {
    List<String> slugs = List.of("b", "a-1", "a", "z9", "a0", "0", "ab", "a-b");
    slugs.forEach(slug -> projects().put("acme", slug, SCHEMA, OPTIONS));

    List<String> listed = new ArrayList<>();
    String after = "";
    for (int page = 0; page < 4; page++) {
      projects().list("acme", after, 3).forEach(project -> listed.add(project.slug()));
      after = listed.getLast();
    }

    assertThat(listed).containsExactlyElementsOf(slugs.stream().sorted().toList());
  }

  @Test
  @DisplayName("API: counts name every status")
  void countsEveryStatus() {
    Map<Status, Long> empty = projects().counts(scene().project());
    assertThat(empty).containsOnlyKeys(Status.values());
    assertThat(empty.values()).containsOnly(0L);
    for (Status status : Status.values()) {
      scene().formerClaim(status, "source " + status);
    }

    Map<Status, Long> counts = projects().counts(scene().project());

    assertThat(counts).containsOnlyKeys(Status.values());
    assertThat(projects().totals()).isEqualTo(counts);
    assertThat(counts)
        .as("the successor of the superseded one is pending, too")
        .containsEntry(Status.PENDING, 2L);
    Arrays.stream(Status.values())
        .filter(status -> status != Status.PENDING)
        .forEach(status -> assertThat(counts).containsEntry(status, 1L));
  }

  @Test
  @DisplayName("S11: a deleted project is gone for every reader, and its name is free again")
  void buriesAProject() {
    Claim done = scene().formerClaim(Status.DONE, "a letter");
    Extraction pending = scene().accepted("a note", "words");

    assertThat(projects().delete(scene().project())).isTrue();

    assertThat(projects().find("tenant", "letters")).isEmpty();
    assertThat(projects().list("tenant", "", 10)).isEmpty();
    assertThat(scene().ledger().reader().find(scene().project(), done.extraction())).isEmpty();
    assertThat(scene().ledger().reader().text(scene().project(), pending.id())).isEmpty();
    assertThat(scene().ledger().reader().living(scene().project(), "a letter")).isEmpty();
    Put reborn = projects().put("tenant", "letters", "{}", "{}");
    assertThat(reborn).isInstanceOf(Created.class);
    assertThat(reborn.project().id()).as("never reused").isNotEqualTo(scene().project());
    assertThat(projects().counts(reborn.project().id()).values()).containsOnly(0L);
  }

  @Test
  @DisplayName("S11: deleting a project turns everything deleting, each with removal row and audit")
  void deletesEverythingInADeletedProject() {
    List<UUID> extractions =
        Arrays.stream(Status.values())
            .map(status -> scene().formerClaim(status, "source " + status).extraction())
            .toList();

    scene().projectDeleted(scene().project());

    assertThat(extractions)
        .allSatisfy(extraction -> {
          assertThat(scene().status(extraction)).isEqualTo(Status.DELETING);
          assertThat(scene().path(extraction)).endsWith(Status.DELETING);
          assertThat(scene().path(extraction)).containsOnlyOnce(Status.DELETING);
        });
    assertThat(scene().ledger().removals()).containsAll(extractions);
  }

  @Test
  @DisplayName("S5: a project is deleted once")
  void buriesOnce() {
    assertThat(projects().delete(scene().project())).isTrue();
    assertThat(projects().delete(scene().project())).isFalse();
    assertThat(projects().delete(new UUID(1, 1))).isFalse();
  }

  @Test
  @DisplayName("S11: nothing that was accepted while its project was deleted stays alive")
  void leavesNothingAliveThatWasAcceptedMeanwhile() {
    List<Callable<Object>> racers = new ArrayList<>();
    for (int n = 0; n < 24; n++) {
      var submission = scene().submission("source " + n, "words");
      racers.add(() -> scene().extractions().accept(submission));
    }
    racers.add(12, () -> projects().delete(scene().project()));

    List<Object> outcomes = Race.all(racers);
    while (scene().ledger().removalStore().followTombstones(5).more()) {
      scene().ledger().letAMomentPass();
    }

    long accepted = outcomes.stream().filter(Acceptance.Accepted.class::isInstance).count();
    assertThat(projects().counts(scene().project()))
        .allSatisfy((status, count) ->
            assertThat(count).isEqualTo(status == Status.DELETING ? accepted : 0));
    assertThat(scene().ledger().removals()).hasSize((int) accepted);
  }

  private ProjectStore projects() {
    return scene().ledger().projects();
  }
}
