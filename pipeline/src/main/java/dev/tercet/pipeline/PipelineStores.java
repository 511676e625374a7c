package dev.tercet.pipeline;

import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.saga.port.ClosingStore;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionStore;
import dev.tercet.saga.port.JobQueue;
import dev.tercet.saga.port.PassageStore;
import dev.tercet.saga.port.PointStore;
import dev.tercet.saga.port.WorkerSessions;

/** Every store that a worker speaks to. */
public record PipelineStores(
    ExtractionStore extractions,
    JobQueue queue,
    WorkerSessions sessions,
    AnswerStore answers,
    PassageStore passages,
    PointStore points,
    EntityStore entities,
    ClosingStore closings,
    BatchStore batches) {}
