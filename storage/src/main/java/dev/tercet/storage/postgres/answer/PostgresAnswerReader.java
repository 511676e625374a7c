package dev.tercet.storage.postgres.answer;

import dev.tercet.saga.answer.AnswerReader;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.storage.postgres.jdbc.Database;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Looks for answers, and notes nothing. */
public final class PostgresAnswerReader implements AnswerReader {
  private final Database database;

  public PostgresAnswerReader(Database database) {
    this.database = database;
  }

  @Override
  public Set<Fingerprint> answered(UUID project, Collection<Fingerprint> questions) {
    if (questions.isEmpty()) {
      return Set.of();
    }
    List<FindAnswers.Wanted> wanted =
        questions.stream().map(it -> new FindAnswers.Wanted(project, it)).toList();
    return database.read(connection -> FindAnswers.find(connection, wanted)).keySet().stream()
        .map(FindAnswers.Wanted::fingerprint)
        .collect(Collectors.toSet());
  }
}
