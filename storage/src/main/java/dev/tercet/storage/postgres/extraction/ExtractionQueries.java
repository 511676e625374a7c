package dev.tercet.storage.postgres.extraction;

import dev.tercet.saga.Extraction;
import dev.tercet.saga.FailedPassage;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.postgres.jdbc.Rows;
import dev.tercet.storage.postgres.operation.MadeWithColumn;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of the view {@code saga}. */
public final class ExtractionQueries {
  /** Whatever their status: for those who have just changed it. */
  private static final String BY_ID = "SELECT * FROM saga WHERE id = ANY (?::uuid[])";

  private ExtractionQueries() {}

  static Map<UUID, Extraction> byId(Connection connection, Collection<UUID> ids)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
      statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      return Rows.byId(statement, ExtractionQueries::extraction);
    }
  }

  /** The saga in a row of the view. */
  public static Extraction extraction(ResultSet row) throws SQLException {
    Stage stage = Stage.ofLabel(Rows.text(row, 7));
    return new Extraction(
        Rows.uuid(row, 1),
        Rows.uuid(row, 2),
        Rows.text(row, 3),
        row.getLong(5),
        Status.ofLabel(Rows.text(row, 6)),
        stage,
        QueueName.ofLabel(Rows.text(row, 8)),
        row.getInt(9),
        row.getInt(10),
        row.getLong(11),
        Rows.instant(row, 12),
        Rows.instant(row, 13),
        Rows.instantOrNull(row, 14),
        Rows.instantOrNull(row, 15),
        Rows.instantOrNull(row, 16),
        failure(row),
        new Extraction.PassageCount(row.getInt(21), row.getInt(22), row.getInt(23)),
        stage == Stage.LINKED,
        new Usage(row.getLong(24), row.getLong(25), row.getLong(26)),
        warnings(row),
        failedPassages(row),
        MadeWithColumn.read(row, 29));
  }

  private static List<String> warnings(ResultSet row) throws SQLException {
    String lines = row.getString(27);
    return lines == null ? List.of() : lines.lines().toList();
  }

  /** Three texts each. */
  private static List<FailedPassage.Warning> failedPassages(ResultSet row) throws SQLException {
    Array column = row.getArray(28);
    if (column == null) {
      return List.of();
    }
    String[] words = (String[]) column.getArray();
    List<FailedPassage.Warning> warnings = new ArrayList<>(words.length / 3);
    for (int i = 0; i < words.length; i += 3) {
      warnings.add(
          new FailedPassage.Warning(Integer.parseInt(words[i]), words[i + 1], words[i + 2]));
    }
    return warnings;
  }

  private static @Nullable Failure failure(ResultSet row) throws SQLException {
    String code = row.getString(17);
    return code == null
        ? null
        : new Failure(
            code,
            FailureClass.ofLabel(Rows.text(row, 18)),
            Rows.text(row, 19),
            Stage.ofLabel(Rows.text(row, 20)));
  }
}
