package dev.tercet.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Scope;
import dev.tercet.saga.Submission;
import dev.tercet.saga.queue.Hint;
import java.util.List;
import java.util.UUID;

/** A project beside the scene's own, and the scopes that tell the two apart. */
final class SecondProject {
  static final Scope EVERYTHING = new Scope.Everything();

  private final LedgerScene scene;
  private final UUID id;

  SecondProject(LedgerScene scene) {
    this.scene = scene;
    id = scene.ledger().projects().put("tenant", "notes", "{}", "{}").project().id();
  }

  UUID id() {
    return id;
  }

  Scope scope() {
    return new Scope.OfProject(id);
  }

  /** That extraction, if it is this project's. */
  Scope scope(UUID extraction) {
    return new Scope.OfExtraction(id, extraction);
  }

  static Scope scopeOf(LedgerScene scene) {
    return new Scope.OfProject(scene.project());
  }

  static Scope scopeOf(LedgerScene scene, UUID extraction) {
    return new Scope.OfExtraction(scene.project(), extraction);
  }

  UUID accepted(String source) {
    Submission there = Submissions.in(id, scene.submission(source, "words"));
    assertThat(scene.extractions().accept(there)).isInstanceOf(Acceptance.Accepted.class);
    return there.id();
  }

  Claim claimed(String source) {
    UUID extraction = accepted(source);
    return scene
        .extractions()
        .claim(List.of(new Hint(extraction, 0)), scene.worker().id(), LedgerScene.ATTEMPT)
        .getFirst();
  }
}
