import Commands
import Testing
