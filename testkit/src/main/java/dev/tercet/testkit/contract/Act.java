package dev.tercet.testkit.contract;

import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.ReleaseCause;
import dev.tercet.saga.Stage;
import dev.tercet.saga.port.ClosingStore.Closed;
import dev.tercet.saga.port.ExtractionStore.Completion;
import java.time.Duration;
import java.util.List;

/** Everything that only the holder of a claim may do. */
enum Act {
  ADVANCE {
    @Override
    boolean tryOn(LedgerScene scene, Claim claim) {
      return scene
          .extractions()
          .advance(
              claim, Stage.EXTRACTED, new Extraction.PassageCount(7, 7, 0), LedgerScene.ATTEMPT);
    }
  },
  RECORD {
    @Override
    boolean tryOn(LedgerScene scene, Claim claim) {
      return scene.recorded(claim, scene.passage(claim, 0, "words"));
    }
  },
  LINK {
    @Override
    boolean tryOn(LedgerScene scene, Claim claim) {
      return scene.ledger().entities().link(claim, List.of());
    }
  },
  COMPLETE {
    @Override
    boolean tryOn(LedgerScene scene, Claim claim) {
      return scene.extractions().complete(claim) != Completion.LOST;
    }
  },
  COMPLETE_WITHOUT {
    @Override
    boolean tryOn(LedgerScene scene, Claim claim) {
      return scene.extractions().completeWithout(claim, PartialRules.WITHOUT_ONE)
          != Completion.LOST;
    }
  },
  CLOSE {
    @Override
    boolean tryOn(LedgerScene scene, Claim claim) {
      return new ClosingScene(scene).close(claim, "words")
              instanceof Closed.Ended(var completion, _)
          && completion != Completion.LOST;
    }
  },
  POSTPONE {
    @Override
    boolean tryOn(LedgerScene scene, Claim claim) {
      return scene.postponed(claim, Duration.ZERO);
    }
  },
  FAIL {
    @Override
    boolean tryOn(LedgerScene scene, Claim claim) {
      return scene.extractions().fail(claim, LedgerScene.REFUSED);
    }
  },
  RELEASE {
    @Override
    boolean tryOn(LedgerScene scene, Claim claim) {
      return scene.extractions().release(claim, ReleaseCause.DRAINED);
    }
  };

  /** True when it took effect. */
  abstract boolean tryOn(LedgerScene scene, Claim claim);
}
