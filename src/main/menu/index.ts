export { createMenuService, type MenuService } from './menu-service'
