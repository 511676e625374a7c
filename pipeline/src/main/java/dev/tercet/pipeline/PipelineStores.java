package dev.tercet.pipeline;

import dev.tercet.saga.AnswerStore;
import dev.tercet.saga.EntityStore;
import dev.tercet.saga.ExtractionStore;
import dev.tercet.saga.JobQueue;
import dev.tercet.saga.PassageStore;
import dev.tercet.saga.PointStore;
import dev.tercet.saga.WorkerSessions;

/** Every store that a worker speaks to. */
public record PipelineStores(
    ExtractionStore extractions,
    JobQueue queue,
    WorkerSessions sessions,
    AnswerStore answers,
    PassageStore passages,
    PointStore points,
    EntityStore entities) {}
