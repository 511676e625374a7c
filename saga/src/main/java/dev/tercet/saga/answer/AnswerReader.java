package dev.tercet.saga.answer;

import dev.tercet.saga.id.Fingerprint;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Says which questions have a valid answer. Nobody uses one by asking here: it may go. */
public interface AnswerReader {
  /** Those of these of the project that have one now. */
  Set<Fingerprint> answered(UUID project, Collection<Fingerprint> questions);
}
