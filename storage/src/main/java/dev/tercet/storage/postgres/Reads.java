package dev.tercet.storage.postgres;

import dev.tercet.saga.answer.AnswerReader;
import dev.tercet.saga.money.SpendReader;
import dev.tercet.saga.port.CollectionStore.CollectionRecord;
import dev.tercet.saga.port.DeadLetters;
import dev.tercet.saga.port.EntityStore;
import dev.tercet.saga.port.ExtractionReader;
import dev.tercet.saga.port.PassageStore;
import java.util.List;
import java.util.function.Supplier;

/** The ports that people read through: their reads have the pool and the limit of reads. */
public record Reads(
    ExtractionReader extractionReader,
    PassageStore passages,
    EntityStore entities,
    DeadLetters deadLetters,
    SpendReader spend,
    AnswerReader answers,
    Supplier<List<CollectionRecord>> collections) {}
