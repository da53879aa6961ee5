import java.awt.*;
import java.io.*;
import java.nio.file.*;
import java.util.List;
import java.util.*;
import javax.swing.*;

/**
 * A Java agent that writes down what a program of Swing shows, over and over: lines of kind, text, x, y, width, height
 * in px of the screen. The file is put in place whole.
 */
public class SwingWitness {
  public static void premain(String path) {
    Thread thread = new Thread(() -> {
      while (true) {
        try {
          Thread.sleep(300);
          StringBuilder out = new StringBuilder();
          SwingUtilities.invokeAndWait(() -> {
            for (Window window : Window.getWindows()) if (window.isShowing()) look(window, out);
          });
          Path fresh = Path.of(path + ".new");
          Files.writeString(fresh, out);
          Files.move(fresh, Path.of(path), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable error) {
          // It is asked again.
        }
      }
    });
    thread.setDaemon(true);
    thread.start();
  }

  static void look(Component component, StringBuilder out) {
    if (!component.isShowing()) return;
    if (component instanceof AbstractButton button) {
      boolean inBar = component.getParent() instanceof JMenuBar;
      String kind = inBar ? "menu" : component instanceof JMenuItem ? "menu entry" : "button";
      add(kind, button.getText(), component, null, out);
    } else if (component instanceof JLabel label) add("label", label.getText(), component, null, out);
    else if (component instanceof JTabbedPane tabs) {
      for (int i = 0; i < tabs.getTabCount(); i++) add("tab", tabs.getTitleAt(i), component, tabs.getBoundsAt(i), out);
    } else if (component instanceof JTree tree) {
      for (int i = 0; i < Math.min(200, tree.getRowCount()); i++)
        add("cell", String.valueOf(tree.getPathForRow(i).getLastPathComponent()), component, tree.getRowBounds(i), out);
    }
    if (component instanceof Container container)
      for (Component child : container.getComponents()) look(child, out);
  }

  static void add(String kind, String text, Component component, Rectangle part, StringBuilder out) {
    if (text == null || text.isBlank() || text.startsWith("<html")) return;
    Rectangle box = part == null ? new Rectangle(0, 0, component.getWidth(), component.getHeight()) : part;
    boolean whole = !(component instanceof JComponent seen) || seen.getVisibleRect().contains(box);
    Point at = component.getLocationOnScreen();
    double scale = component.getGraphicsConfiguration().getDefaultTransform().getScaleX();
    out.append(whole ? kind : "").append('\t').append(text.replaceAll("\\s+", " "));
    for (int number : new int[] {at.x + box.x, at.y + box.y, box.width, box.height})
      out.append('\t').append(Math.round(number * scale));
    out.append('\n');
  }
}
