package dev.tercet.storage.postgres.rate;

import dev.tercet.saga.port.CallRates;
import dev.tercet.storage.batch.GroupCommit;
import dev.tercet.storage.postgres.operation.Commits;
import java.time.Duration;

/**
 * The buckets of each provider in one row, by the server's clock. A process takes the turns of all
 * its callers in one transaction, and each of them exactly: no quota is handed out beforehand that
 * a process could hold while another one needs it.
 */
public final class PostgresCallRates implements CallRates {
  private final GroupCommit<RateActs.Act, Duration> acts;

  /**
   * @param commits by which the acts of callers are gathered
   */
  public PostgresCallRates(Commits commits) {
    acts = commits.of(new RateActs());
  }

  @Override
  public Duration take(Rates rates, long tokens, Duration longest) {
    return acts.submit(new RateActs.Take(rates, tokens, longest));
  }

  @Override
  public void giveBack(Rates rates, long tokens) {
    acts.submit(new RateActs.GiveBack(rates, tokens));
  }

  @Override
  public void settle(Rates rates, long tokens) {
    acts.submit(new RateActs.Settle(rates, tokens));
  }

  @Override
  public void heard(Rates rates, Told told) {
    acts.submit(new RateActs.Hear(rates, told));
  }
}
