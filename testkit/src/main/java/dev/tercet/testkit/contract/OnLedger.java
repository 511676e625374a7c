package dev.tercet.testkit.contract;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Gives every test of a suite a ledger of its own. */
@Timeout(60)
public abstract class OnLedger {
  private @Nullable LedgerScene scene;

  /** A ledger with nothing in it. */
  protected abstract Ledger freshLedger();

  @BeforeEach
  void openLedger() {
    scene = new LedgerScene(freshLedger());
  }

  @AfterEach
  void closeLedger() {
    if (scene != null) {
      scene.close();
    }
  }

  /** The ledger of the running test, with a project and a worker. */
  public LedgerScene scene() {
    if (scene == null) {
      throw new IllegalStateException("no test is running");
    }
    return scene;
  }
}
