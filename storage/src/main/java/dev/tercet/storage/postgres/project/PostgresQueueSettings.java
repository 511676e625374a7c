package dev.tercet.storage.postgres.project;

import dev.tercet.saga.queue.QueueName;
import dev.tercet.saga.queue.QueueSettings;
import dev.tercet.storage.postgres.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Pause and weights of the queues. */
public final class PostgresQueueSettings implements QueueSettings {
  private static final String STEERING =
      """
      SELECT queue, weight, paused
        FROM queue_setting
      """;

  private static final String PAUSE =
      """
      UPDATE queue_setting
         SET paused = ?
       WHERE queue = ?::queue_name
         AND paused <> ?
      """;

  private final Database database;

  public PostgresQueueSettings(Database database) {
    this.database = database;
  }

  @Override
  public Steering steering() {
    return database.read(connection -> {
      Map<QueueName, Integer> weights = new EnumMap<>(QueueName.class);
      Set<QueueName> paused = EnumSet.noneOf(QueueName.class);
      try (PreparedStatement statement = connection.prepareStatement(STEERING);
          ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          QueueName queue = QueueName.ofLabel(found.getString("queue"));
          weights.put(queue, found.getInt("weight"));
          if (found.getBoolean("paused")) {
            paused.add(queue);
          }
        }
      }
      return new Steering(weights, paused);
    });
  }

  @Override
  public boolean pause(QueueName queue, boolean paused) {
    return database.repeatable(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(PAUSE)) {
        statement.setBoolean(1, paused);
        statement.setString(2, queue.label());
        statement.setBoolean(3, paused);
        return statement.executeUpdate() > 0;
      }
    });
  }
}
