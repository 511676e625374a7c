package dev.tercet.testkit.contract;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What every queue must keep; the rules stand in the interfaces it joins. */
@Timeout(60)
public abstract class JobQueueContract implements DeliveryRules, QueueWeightRules, LossRules {
  private @Nullable Queues queues;

  /** Queues with nothing in them, not even a marker. */
  protected abstract Queues freshQueues();

  @BeforeEach
  void openQueues() {
    queues = freshQueues();
  }

  @AfterEach
  void closeQueues() {
    if (queues != null) {
      queues.close();
    }
  }

  @Override
  public Queues queues() {
    if (queues == null) {
      throw new IllegalStateException("no test is running");
    }
    return queues;
  }
}
