package dev.tercet.saga.provider;

import dev.tercet.saga.Failure;
import dev.tercet.saga.text.StorableText;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one provider stands, and the specification of how that changes: what each event makes of
 * it, or that the event is refused. Pure; the in-memory store is built on it, and so is what a
 * process goes on with while it cannot reach the ledger (docs/protocol.md §12).
 *
 * @param name the provider's, such as {@code openai}
 * @param trouble what keeps it from answering; null when it is open
 * @param reason what it said, for a person, without secrets; null when it is open
 * @param since when it entered this state
 * @param retryAt when one call may see whether it answers again; null when it is open
 * @param version grows by one with every opening and closing, and by two when one trouble takes
 *     another's place, so that a late report is known as such; it is even while the provider is
 *     open
 */
public record ProviderState(
    String name,
    @Nullable Trouble trouble,
    @Nullable String reason,
    Instant since,
    @Nullable Instant retryAt,
    long version) {

  /** Reasons are cut here. */
  private static final int LONGEST_REASON = 500;

  public ProviderState {
    if ((trouble == null) != (reason == null) || (trouble == null) != (retryAt == null)) {
      throw new IllegalArgumentException("an open provider has no reason and no time to wait for");
    }
  }

  /** One that nothing bad is known of. */
  public static ProviderState open(String name, Instant since) {
    return new ProviderState(name, null, null, since, null, 0);
  }

  /** What a provider said, as it is kept. */
  public static String reason(String said) {
    return StorableText.of(said, Math.min(LONGEST_REASON, Failure.MAX_MESSAGE));
  }

  public boolean isOpen() {
    return trouble == null;
  }

  /**
   * A call met trouble. A closed provider keeps the later time of the same trouble, and takes
   * another trouble as it is, but for a late time-out while it still wants to be left alone; an
   * open one closes, unless the call was let in before it opened.
   *
   * @param seen the version when the call was let in
   */
  public Optional<ProviderState> troubled(
      long seen, Trouble met, String said, Instant retryAfter, Instant now) {
    if (trouble == null) {
      return seen == version
          ? Optional.of(new ProviderState(name, met, said, now, retryAfter, version + 1))
          : Optional.empty();
    }
    if (met == Trouble.BROKEN
        && trouble == Trouble.LIMITED
        && retryAt != null
        && now.isBefore(retryAt)) {
      return Optional.empty();
    }
    boolean same = trouble == met;
    Instant later = same && retryAt != null && retryAt.isAfter(retryAfter) ? retryAt : retryAfter;
    return Optional.of(
        new ProviderState(
            name, met, said, same ? since : now, later, same ? version : version + 2));
  }

  /** Somebody is about to see whether it answers again: nobody else before {@code next}. */
  public Optional<ProviderState> tried(long seen, Instant next, Instant now) {
    return retryAt != null && seen == version && !retryAt.isAfter(now)
        ? Optional.of(new ProviderState(name, trouble, reason, since, next, version))
        : Optional.empty();
  }

  /** It has answered, or a person says that it will. */
  public Optional<ProviderState> opened(long seen, Instant now) {
    return !isOpen() && seen == version
        ? Optional.of(new ProviderState(name, null, null, now, null, version + 1))
        : Optional.empty();
  }
}
