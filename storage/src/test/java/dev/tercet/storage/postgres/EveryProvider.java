package dev.tercet.storage.postgres;

import dev.tercet.saga.provider.ProviderStates;
import dev.tercet.saga.provider.ProviderStates.Report;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;

/** Asks everything of providers' states while thousands wait for one. */
final class EveryProvider {
  private static final String PROVIDER = "model";

  private final LedgerUnderTest ledger;

  EveryProvider(LedgerUnderTest ledger) {
    this.ledger = ledger;
  }

  void play() {
    ProviderStates states = ledger.providers();
    states.configured(PROVIDER, new byte[32]);
    long open = states.find(PROVIDER).state().version();
    states.troubled(new Report(PROVIDER, open, Trouble.BROKEN, "away", Duration.ZERO));
    states.tried(PROVIDER, open + 1, Duration.ZERO);
    for (String provider : new String[] {PROVIDER, "other"}) {
      ledger.execute(
          """
          INSERT INTO provider_wait
          SELECT '%s', id, epoch
            FROM extraction
           WHERE status = 'pending'
           ORDER BY id
           LIMIT 5000
          ON CONFLICT DO NOTHING
          """
              .formatted(provider));
    }
    ledger.execute("ANALYZE provider_wait");
    states.opened(PROVIDER, open + 1);
    states.resumed(PROVIDER);
    states.all();
    boolean more = true;
    while (more) {
      more = states.hasten(100).more();
    }
  }
}
