import java.awt.event.ActionEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.swing.AbstractAction;
import javax.swing.JComponent;
import javax.swing.JFileChooser;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JOptionPane;
import javax.swing.KeyStroke;
import javax.swing.SwingUtilities;

/** A window whose ctrl+o and ctrl+s show the file dialogs of Swing: TOLD. */
public class Chooser {
  static Path told;
  static JFrame frame;

  static void tell(String line) {
    try {
      Files.writeString(told, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (Exception error) {
      throw new RuntimeException(error);
    }
  }

  static void open() {
    JFileChooser chooser = new JFileChooser();
    boolean taken = chooser.showOpenDialog(frame) == JFileChooser.APPROVE_OPTION;
    tell(taken ? "opened " + chooser.getSelectedFile() : "cancelled");
  }

  static void save() {
    JFileChooser chooser = new JFileChooser();
    if (chooser.showSaveDialog(frame) != JFileChooser.APPROVE_OPTION) {
      tell("cancelled");
      return;
    }
    File file = chooser.getSelectedFile();
    if (file.exists()
        && JOptionPane.showConfirmDialog(frame, file.getName() + " already exists. Replace it?", "Save",
            JOptionPane.YES_NO_OPTION) != JOptionPane.YES_OPTION) {
      tell("kept the old one");
      return;
    }
    try {
      Files.writeString(file.toPath(), "kept by the ledger\n");
      tell("saved " + file);
    } catch (Exception error) {
      tell("could not save " + error);
      JOptionPane.showMessageDialog(frame, "Could not write " + file, "Error", JOptionPane.ERROR_MESSAGE);
    }
  }

  static void bind(String key, Runnable deed) {
    JComponent root = frame.getRootPane();
    root.getInputMap(JComponent.WHEN_IN_FOCUSED_WINDOW).put(KeyStroke.getKeyStroke(key), key);
    root.getActionMap().put(key, new AbstractAction() {
      public void actionPerformed(ActionEvent event) {
        deed.run();
      }
    });
  }

  public static void main(String[] arguments) {
    told = Path.of(arguments[0]);
    SwingUtilities.invokeLater(() -> {
      frame = new JFrame("Ledger");
      frame.setDefaultCloseOperation(JFrame.EXIT_ON_CLOSE);
      frame.add(new JLabel("Nothing is open"));
      frame.setSize(420, 260);
      bind("control O", Chooser::open);
      bind("control S", Chooser::save);
      frame.setVisible(true);
    });
  }
}
