package dev.tercet.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a header, as wide as the terminal at most: one column gives way, cut with …. */
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 8;

  private final List<Column> columns;
  private final List<Row> rows = new ArrayList<>();

  private record Column(String name, boolean number, boolean givesWay) {}

  private record Row(String style, List<String> cells) {}

  private Table(List<Column> columns) {
    this.columns = columns;
  }

  /** A table of these columns: {@code #name} holds numbers, {@code ~name} gives way. */
  public static Table of(String... columns) {
    return new Table(
        Arrays.stream(columns)
            .map(it ->
                new Column(it.replaceFirst("^[#~]", ""), it.startsWith("#"), it.startsWith("~")))
            .toList());
  }

  public void row(Object... cells) {
    styled("", cells);
  }

  /** A row in a style of {@link Terminal}, such as {@code red}. */
  public void styled(String style, Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells in " + columns.size() + " columns");
    }
    rows.add(
        new Row(
            style, Arrays.stream(cells).map(it -> PrintedText.of(String.valueOf(it))).toList()));
  }

  public int rows() {
    return rows.size();
  }

  public void print(Terminal terminal) {
    int[] widths = widths(terminal.width());
    terminal.line("@|bold %s|@", line(columns.stream().map(Column::name).toList(), widths));
    for (Row row : rows) {
      String line = line(row.cells(), widths);
      terminal.line(row.style().isEmpty() ? "%s" : "@|" + row.style() + " %s|@", line);
    }
  }

  private String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = DisplayWidth.cut(cells.get(i), widths[i]);
      line.append(i == 0 ? "" : GAP)
          .append(DisplayWidth.pad(cell, widths[i], columns.get(i).number()));
    }
    return line.toString().stripTrailing();
  }

  private int[] widths(int most) {
    int[] widths = new int[columns.size()];
    int all = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = DisplayWidth.of(columns.get(i).name());
      for (Row row : rows) {
        widths[i] = Math.max(widths[i], DisplayWidth.of(row.cells().get(i)));
      }
      all += widths[i];
    }
    for (int i = 0; i < widths.length; i++) {
      if (columns.get(i).givesWay() && all > most) {
        int narrower = Math.max(NARROWEST, widths[i] - (all - most));
        all -= widths[i] - Math.min(widths[i], narrower);
        widths[i] = Math.min(widths[i], narrower);
      }
    }
    return widths;
  }
}
