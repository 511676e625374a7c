package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Claim;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.ClosingStore.Closed;
import dev.tercet.saga.port.ClosingStore.Closing;
import dev.tercet.saga.port.ClosingStore.FreeAnswer;
import dev.tercet.saga.port.EntityStore.Entity;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.port.EntityStore.Place;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Short ways to what is closed, and to what a closing leaves behind. */
record ClosingScene(LedgerScene scene) {
  private static final String FACTS = "[{\"quote\":\"words\",\"data\":{},\"start\":0,\"end\":5}]";
  static final Usage USAGE = new Usage(1, 10, 5);

  Closed close(Closing closing) {
    return scene.ledger().closings().close(closing);
  }

  /** Closes it with that one passage, its answer and a mention. */
  Closed close(Claim claim, String passage) {
    return close(closing(claim, passage));
  }

  static Fingerprint question(String passage) {
    return Fingerprint.of("model", "prompt", "schema", passage);
  }

  FreeAnswer answer(Claim claim, String passage, String facts) {
    var call =
        new ModelCall(
            scene.nextId(),
            claim.project(),
            claim.extraction(),
            0,
            claim.epoch(),
            "provider",
            "model",
            question(passage));
    return new FreeAnswer(call, USAGE, facts);
  }

  Closing closing(Claim claim, String passage) {
    return closing(claim, passage, FACTS);
  }

  Closing closing(Claim claim, String passage, String facts) {
    return new Closing(
        claim,
        LedgerScene.MADE_WITH,
        List.of(answer(claim, passage, facts)),
        List.of(scene.passage(claim, 0, passage, List.of(new Passage.Fact("{}", "words", 0, 5)))),
        List.of(new Mention("person", "Ada", "ada", 0)));
  }

  List<Passage> passages(UUID extraction) {
    return scene.ledger().passages().page(extraction, 0, 10);
  }

  List<Entity> entities() {
    return scene.ledger().entities().list(scene.project(), "", "", Place.START, 10);
  }

  boolean isKept(String passage) {
    return !scene
        .ledger()
        .answers()
        .find(scene.project(), new UUID(0, 9), Set.of(question(passage)), Use.FOUND)
        .isEmpty();
  }

  void leftNothing(UUID extraction, String passage) {
    assertThat(passages(extraction)).isEmpty();
    assertThat(entities()).isEmpty();
    assertThat(isKept(passage)).isFalse();
  }

  void deleteAndRemove(Claim claim) {
    scene.extractions().delete(scene.project(), claim.extraction());
    scene.removed(claim.extraction());
  }
}
