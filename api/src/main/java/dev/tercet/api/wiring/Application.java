package dev.tercet.api.wiring;

import dev.tercet.api.services.Operations;
import dev.tercet.api.services.Services;

/**
 * What this process consists of, over stores that were opened. Nothing of it runs yet.
 *
 * @param services what HTTP works with
 * @param operations what its operations work with
 * @param former closed when nobody searches any more
 * @param ledgerWatch is told at every look what the ledger holds
 * @param queueWatch is asked at every look whether the queues answer
 * @param work what this process is for
 */
record Application(
    Services services,
    Operations operations,
    FormerModels former,
    LedgerWatch ledgerWatch,
    QueueWatch queueWatch,
    WorkLoops work) {}
