package dev.tercet.recovery.plan;

import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.saga.port.LedgerAudit.ExtractionStanding;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the ledger knows of extractions, by their ids. */
public final class ExtractionStandings {
  private ExtractionStandings() {}

  /** Those that have a row; asks nothing about nothing. */
  public static Map<UUID, ExtractionStanding> of(LedgerAudit ledger, Set<UUID> extractions) {
    return extractions.isEmpty()
        ? Map.of()
        : ledger.standings(extractions).stream()
            .collect(Collectors.toMap(ExtractionStanding::extraction, Function.identity()));
  }
}
