package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.EntityStore.Entity;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.port.EntityStore.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every store of entities must keep. */
public abstract class EntityStoreContract extends OnLedger {
  private static final Mention ACME = new Mention("organisation", "ACME Ltd.", "acme", 0);
  private static final Mention ACME_AGAIN = new Mention("organisation", "Acme", "acme", 1);
  private static final Mention JOE =
      new Mention("email", "joe@acme.example", "joe@acme.example", 0);

  @Test
  @DisplayName("§4: linking passes its checkpoint")
  void passesTheCheckpoint() {
    Claim claim = scene().claimed("a letter", "words");

    assertThat(scene().ledger().entities().link(claim, List.of(ACME))).isTrue();

    Extraction extraction = scene().find(claim.extraction());
    assertThat(extraction.stage()).isEqualTo(Stage.LINKED);
    assertThat(extraction.entitiesExtracted()).isTrue();
  }

  @Test
  @DisplayName("Words: an entity is shared by the extractions that mention it")
  void sharesEntitiesAcrossExtractions() {
    UUID first = linked("a letter", ACME, ACME_AGAIN, JOE);
    UUID second = linked("a note", ACME);

    List<Entity> entities = list("", "");

    assertThat(entities).extracting(Entity::key).containsExactly("joe@acme.example", "acme");
    assertThat(entities.get(0).extractions()).containsExactly(first);
    assertThat(entities.get(0).mentions()).isEqualTo(1);
    assertThat(entities.get(1).extractions()).containsExactlyInAnyOrder(first, second);
    assertThat(entities.get(1).mentions()).isEqualTo(3);
    assertThat(entities.get(1).type()).isEqualTo("organisation");
  }

  @Test
  @DisplayName("S5: linking again changes nothing")
  void linksTwiceWithoutHarm() {
    Claim claim = scene().claimed("a letter", "words");
    scene().ledger().entities().link(claim, List.of(ACME, JOE));

    assertThat(scene().ledger().entities().link(claim, List.of(JOE, ACME))).isTrue();

    scene().completed(claim);
    assertThat(list("", "")).extracting(Entity::mentions).containsExactly(1L, 1L);
  }

  @Test
  @DisplayName("§4: readers of entities see living extractions only")
  void showsMentionsOfLivingExtractionsOnly() {
    Claim underWay = scene().claimed("a letter", "A");
    scene().ledger().entities().link(underWay, List.of(ACME));
    assertThat(list("", "")).as("under way").isEmpty();

    scene().completed(underWay);
    assertThat(list("", "")).as("done").hasSize(1);

    Claim newer = scene().claimed("a letter", "B");
    scene().ledger().entities().link(newer, List.of(JOE));
    assertThat(list("", "")).as("newer under way").extracting(Entity::key).containsExactly("acme");

    scene().completed(newer);
    assertThat(list("", ""))
        .as("newer done")
        .extracting(Entity::key)
        .containsExactly("joe@acme.example");

    scene().extractions().delete(scene().project(), newer.extraction());
    assertThat(list("", "")).as("deleted").isEmpty();
  }

  @Test
  @DisplayName("S11: nothing is linked after a deletion")
  void linksNothingAfterADeletion() {
    Claim claim = scene().claimed("a letter", "words");
    scene().extractions().delete(scene().project(), claim.extraction());

    assertThat(scene().ledger().entities().link(claim, List.of(ACME))).isFalse();
  }

  @Test
  @DisplayName("API: entities are found by type and by a part of their name")
  void filtersByTypeAndName() {
    linked("a letter", ACME, JOE, new Mention("organisation", "50% Off_Ltd", "50-off", 2));

    assertThat(list("email", "")).extracting(Entity::key).containsExactly("joe@acme.example");
    assertThat(list("", "aCmE"))
        .extracting(Entity::key)
        .containsExactly("joe@acme.example", "acme");
    assertThat(list("organisation", "acme")).extracting(Entity::key).containsExactly("acme");
    assertThat(list("", "0% o"))
        .as("no wildcard")
        .extracting(Entity::key)
        .containsExactly("50-off");
    assertThat(list("", "%")).extracting(Entity::key).containsExactly("50-off");
    assertThat(list("", "_")).extracting(Entity::key).containsExactly("50-off");
    assertThat(list("place", "")).isEmpty();
  }

  @Test
  @DisplayName("S7: pages come in the order of type and key, each entity once")
  void pagesByTypeAndKey() {
    List<Mention> mentions =
        new ArrayList<>(
            IntStream.range(0, 25)
                .mapToObj(n -> new Mention(type(n), "P" + n, "p-%02d".formatted(n % 13), n))
                .toList());
    Collections.reverse(mentions);
    linked("a letter", mentions.toArray(Mention[]::new));

    List<Place> places = new ArrayList<>();
    Place after = Place.START;
    for (int page = 0; page < 4; page++) {
      List<Entity> found = scene().ledger().entities().list(scene().project(), "", "", after, 10);
      found.forEach(entity -> places.add(new Place(entity.type(), entity.key())));
      after = places.getLast();
    }

    assertThat(places)
        .containsExactlyElementsOf(
            IntStream.range(0, 25)
                .mapToObj(n -> new Place(type(n), "p-%02d".formatted(n % 13)))
                .toList());
  }

  /** Two types, the second with keys that the first has, too. */
  private static String type(int n) {
    return n < 13 ? "company" : "person";
  }

  @Test
  @DisplayName("API: another project's entities are not seen")
  void keepsProjectsApart() {
    linked("a letter", ACME);
    UUID other = scene().ledger().projects().put("tenant", "notes", "{}", "{}").project().id();

    assertThat(scene().ledger().entities().list(other, "", "", Place.START, 10)).isEmpty();
  }

  @Test
  @DisplayName("§4: many who link the same entities at once, in any order, all succeed")
  void linksTheSameEntitiesFromManyAtOnce() {
    List<Claim> claims =
        IntStream.range(0, 30).mapToObj(n -> scene().claimed("source " + n, "words")).toList();
    List<Callable<Boolean>> linkers =
        claims.stream()
            .<Callable<Boolean>>map(
                claim -> () -> scene().ledger().entities().link(claim, shuffled()))
            .toList();

    assertThat(Race.all(linkers)).containsOnly(true);

    claims.forEach(claim -> scene().completed(claim));
    assertThat(list("person", "")).hasSize(20).allMatch(entity -> entity.mentions() == 30);
  }

  private static List<Mention> shuffled() {
    List<Mention> mentions =
        new ArrayList<>(
            IntStream.range(0, 20)
                .mapToObj(n -> new Mention("person", "P" + n, "p-%02d".formatted(n), n))
                .toList());
    Collections.shuffle(mentions);
    return mentions;
  }

  private UUID linked(String source, Mention... mentions) {
    Claim claim = scene().claimed(source, "words");
    assertThat(scene().ledger().entities().link(claim, List.of(mentions))).isTrue();
    scene().completed(claim);
    return claim.extraction();
  }

  private List<Entity> list(String type, String query) {
    return scene().ledger().entities().list(scene().project(), type, query, Place.START, 100);
  }
}
