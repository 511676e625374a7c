package dev.tercet.storage.postgres.operation;

import dev.tercet.saga.MadeWith;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The column that says what facts were extracted with: texts as {@link MadeWith} writes them. */
public final class MadeWithColumn {
  private MadeWithColumn() {}

  /** Such texts; null when there are none, which narrows nothing. */
  public static String @Nullable [] written(@Nullable Set<MadeWith> all) {
    return all == null ? null : all.stream().map(MadeWith::written).sorted().toArray(String[]::new);
  }

  /** None when it is null, which is what nobody noted. */
  public static List<MadeWith> read(ResultSet row, int column) throws SQLException {
    Array texts = row.getArray(column);
    return texts == null ? List.of() : MadeWith.read((String[]) texts.getArray());
  }
}
