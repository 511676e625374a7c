package dev.tercet.testkit.contract;

import dev.tercet.saga.AnswerStore;
import dev.tercet.saga.EntityStore;
import dev.tercet.saga.ExtractionReader;
import dev.tercet.saga.PassageStore;
import dev.tercet.saga.ProjectStore;
import dev.tercet.saga.SagaStore;
import dev.tercet.saga.WorkerSessions;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** The ports over one ledger that has nothing in it yet, as a contract needs them. */
public interface Ledger extends AutoCloseable {
  SagaStore sagas();

  PassageStore passages();

  EntityStore entities();

  AnswerStore answers();

  ProjectStore projects();

  ExtractionReader reader();

  WorkerSessions sessions();

  /** The extractions that have a removal row, which no port of the pipeline shows. */
  Set<UUID> removals();

  /** What the database's clock shows. */
  Instant now();

  /** Lets a moment pass between two looks: moves a settable clock, or parks for milliseconds. */
  void letAMomentPass();

  @Override
  void close();
}
